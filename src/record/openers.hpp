// Who may open a person's record by a relation: the question of relations.hpp asked the other way
// round, once for many callers. Inside a body; the value is any thread's.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "operations/operation.hpp"
#include "storage/database.hpp"

namespace aksis::record {

struct Openers {
  std::set<std::string, std::less<>> accounts;       // their own relation, or one lent to them
  std::set<std::string, std::less<>> organisations;  // who follow the person as their agency

  // As reach_of() and follows() would say of that one person.
  bool hold(const operations::Principal& caller, std::string_view permission) const;
};

Result<Openers> openers_of(storage::Transaction& tx, std::string_view person, Micros at);

}  // namespace aksis::record
