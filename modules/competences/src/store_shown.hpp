// What the module holds of a person, for the person: in French, with the labels of the referential.
// Inside a transaction.
#pragma once

#include <aksis/module.hpp>
#include <string_view>

namespace aksis::competences {

Status show_profile(Host& host, Tx& tx, std::string_view person, json::Writer& out);

}  // namespace aksis::competences
