// The shared record of people, pseudonymous for now: an id, the agency's own reference, a time.
// Functions on a transaction: inside a body. add_people_operations(): main thread, at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::record {

// core_person and the view core_person_v1(id, reference, created_at) that modules may read.
std::vector<storage::Migration> migrations();

struct Person {
  std::string id;         // UUIDv7
  std::string reference;  // unique, chosen by the agency; never a name or a national number
  Micros created_at = 0;
  int64_t version = 1;
};

struct PeoplePage {
  std::vector<Person> people;       // by id, which is the order of creation
  std::optional<std::string> next;  // cursor of the next page
};

// Code::conflict when the reference is taken.
Result<Person> create_person(storage::Transaction& tx, std::string_view reference,
                             const Clock& clock);
// Code::not_found when there is none.
Result<Person> read_person(storage::Transaction& tx, std::string_view id);
Result<PeoplePage> list_people(storage::Transaction& tx, std::string_view cursor, int64_t limit,
                               std::string_view reference = {});
// Publishes core.person_deleted/1 {"person"}: each module deletes what it holds of them.
Status delete_person(storage::Transaction& tx, std::string_view id, const Clock& clock);

// people.create, people.list, people.read, people.delete (permissions people.read, people.write);
// commands `person add|list|show|delete`.
Status add_people_operations(operations::Registry& registry, storage::Database& database,
                             const Clock& clock);

}  // namespace aksis::record
