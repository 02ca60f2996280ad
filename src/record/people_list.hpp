// Lists of people as an adviser looks at them: whom, in which order, page by page. Functions on a
// transaction: inside a body.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "record/people.hpp"
#include "record/person_record.hpp"
#include "record/relations.hpp"
#include "storage/database.hpp"

namespace aksis::record {

// Names are sealed: to sort by them everybody has to be opened, so only lists up to here are.
inline constexpr int64_t kSortedByNameMax = 500;

enum class PeopleOrder { created, changed, name };

struct PeopleQuestion {
  std::optional<Follower> reach;                  // nothing: everybody's
  bool mine = false;                              // only whom the follower itself accompanies
  bool agency = false;                            // only whom the follower's organisation follows
  std::string_view account;                       // of who asks
  std::string_view organisation;                  // of who asks
  std::string_view referent, commune, reference;  // empty: any
  std::optional<bool> registered;
  PeopleOrder order = PeopleOrder::created;
  bool descending = false;
  std::string_view cursor;  // PeopleFound::next of the page before
  int64_t limit = 50;
};

struct ListedPerson {
  PersonRecord record;  // without fields when it is archived
  std::string commune;  // code; in clear beside the sealed fields
  bool registered = false, restricted = false, archived = false;
  std::string referent;  // id of the account; empty: nobody
};

struct PeopleFound {
  std::vector<ListedPerson> people;
  std::optional<std::string> next;
  int64_t total = 0;
};

// Code::invalid, with a sentence: by name with too many people, a cursor of another list.
Result<PeopleFound> find_people(storage::Transaction& tx, privacy::Keyring* keys,
                                const PeopleQuestion& question, Micros now);

// people.list.
Status add_list_operation(operations::Registry& registry, storage::Database& database,
                          const Clock& clock, privacy::Keyring* keys, AccountName account_name);

}  // namespace aksis::record
