// Grants as text: "people.read:agency", "matching.*:own", "*:all". Pure functions; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "operations/operation.hpp"

namespace aksis::access {

std::string grant_text(const operations::Grant& grant);

// Without ":SCOPE" the narrowest, own. Code::invalid: an unknown scope, with the place.
Result<std::vector<operations::Grant>> parse_grants(const json::Value& input,
                                                    std::string_view member);

// Nobody gives a program what they do not hold themselves, or hold with a narrower scope; and what
// reaches no further than an agency is given for the giver's own. Who gives out roles is no
// exception: a role opens no record without a relation, a program of the scope "all" opens each.
// A program is masked no field: who is masked one gives none that shows people.
// Code::forbidden with the permission.
Status check_may_give(const operations::Principal& giver,
                      const std::vector<operations::Grant>& grants, std::string_view organisation);

}  // namespace aksis::access
