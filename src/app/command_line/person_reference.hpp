// A person named on the command line by the agency's own reference: nobody types an identifier of
// 36 characters with somebody in front of them. Main thread.
#pragma once

#include "app/command_line/backend.hpp"

namespace aksis::app {

// Whether the member "person" says something in place of an identifier: the agency's reference.
bool names_person(const json::Document& input);

// Puts the identifier in the place of a reference in the member "person".
Status resolve_person(Backend& backend, json::Document& input, Language language);

}  // namespace aksis::app
