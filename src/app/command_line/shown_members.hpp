// The members of an answer a command shows to people. Pure; any thread.
#pragma once

#include <aksis/cpp/json.hpp>
#include <string>
#include <vector>

namespace aksis::app {

// A copy of `answer` with the members of the dotted paths `shows`, in that order. Paths go through
// lists; what they reach through an object stands in what holds the object, named by the path from
// there ("offer.title"). Absent members, and empty lists and texts a path names, are left out. A
// single list is the whole copy.
json::Document shown_members(const json::Value& answer, const std::vector<std::string>& shows);

}  // namespace aksis::app
