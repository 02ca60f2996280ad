// Sentences for reasons, from the bundle's i18n: "for.near" with its numbers and names. Any thread.
#pragma once

#include <aksis/module.hpp>
#include <string>

#include "explain.hpp"

namespace aksis::matching {

// Speaks the language of the request, which must outlive it.
Say say_for(Host& host, const Request& request, const Catalogue& catalogue);

// The same for an answer that is kept as codes: its JSON with a "text" beside each code.
Result<std::string> with_sentences(Host& host, std::string_view language, std::string_view answer);

}  // namespace aksis::matching
