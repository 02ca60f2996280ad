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

// Nobody gives what they do not hold themselves, or hold with a narrower scope, unless they may
// give out roles: then they could give it to themselves anyway, which the audit would show.
// Code::forbidden with the permission.
Status check_may_give(const operations::Principal& giver,
                      const std::vector<operations::Grant>& grants);

}  // namespace aksis::access
