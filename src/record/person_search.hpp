// Finding people by what one knows of them: names, birth date, reference, NIR, identifier.
// search_people(): inside a body. add_search_operations(): main thread, at start.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "operations/registry.hpp"
#include "privacy/keyring.hpp"
#include "record/person_record.hpp"
#include "record/relations.hpp"

namespace aksis::record {

struct FoundPeople {
  struct One {
    PersonRecord record;
    bool by_sound = false;  // a word only sounds alike
  };
  std::vector<One> people;
  // People whose record is closed to the searcher and whom the NIR, or every word and the birth
  // date, name exactly: that they are there is told, who they are is not.
  int64_t elsewhere = 0;
};

// `reach`: whose people are looked at, see reach_of(). Words of which a date ("1990-05-17",
// "17/05/1990") is one are the names of people born on that day; else a NIR, a reference or an
// identifier, whole, goes before names, of which beginnings and sounds suffice. Who is in
// intermediate archive is not found, but by those who reach everybody.
Result<FoundPeople> search_people(storage::Transaction& tx, privacy::Keyring& keys,
                                  const std::optional<Follower>& reach, std::string_view words,
                                  int64_t limit, Micros now);

// people.search; command `person search`. `keys` null: only declared.
Status add_search_operations(operations::Registry& registry, storage::Database& database,
                             const Clock& clock, privacy::Keyring* keys);

}  // namespace aksis::record
