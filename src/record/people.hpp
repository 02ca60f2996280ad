// The shared record of people: an id, the agency's own reference, times. What is personal stands in
// person_record.hpp, sealed. Functions on a transaction: inside a body. add_people_operations():
// main thread, at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/account_names.hpp"
#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::record {

// The tables of this folder, and the views that modules may read: core_person_v1(id, reference,
// created_at), core_person_v2(… commune, registered, updated_at) and others.
std::vector<storage::Migration> migrations();

struct Person {
  std::string id;         // UUIDv7
  std::string reference;  // unique, chosen by the agency; never a name or a national number
  Micros created_at = 0;
  int64_t version = 1;
  Micros updated_at = 0;
};

struct PeoplePage {
  std::vector<Person> people;       // by id, which is the order of creation
  std::optional<std::string> next;  // cursor of the next page
};

// With a key of their own, but for `keys` null. An empty reference: one is made. Code::conflict
// when the reference is taken.
Result<Person> create_person(storage::Transaction& tx, privacy::Keyring* keys,
                             std::string_view reference, const Clock& clock);
// Code::not_found when there is none.
Result<Person> read_person(storage::Transaction& tx, std::string_view id);
Result<PeoplePage> list_people(storage::Transaction& tx, std::string_view cursor, int64_t limit,
                               std::string_view reference = {});
// Of somebody without a key, who was pseudonymous. Code::conflict when they have one: then
// privacy::erase_person() does it, with its ground, its list and its scrub.
Status delete_person(storage::Transaction& tx, privacy::Keyring* keys, std::string_view id,
                     const Clock& clock);

// How an account is called, which a layer above knows.
using audit::AccountName;

// people.create, people.list, people.read, people.delete (permissions people.read, people.write);
// commands `person add|list|show|delete`. `keys` null: operations are only declared, or people stay
// pseudonymous (a module on trial has no keys); else it outlives the registry, like the others.
Status add_people_operations(operations::Registry& registry, storage::Database& database,
                             const Clock& clock, privacy::Keyring* keys = nullptr,
                             AccountName account_name = {});

// The caller accompanies whom they add, and so does their organisation: nobody could open the
// record else.
Status entrust_to_caller(storage::Transaction& tx, const operations::Principal& caller,
                         const Person& person, const Clock& clock);

}  // namespace aksis::record
