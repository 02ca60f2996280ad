// Sentences for reasons, from the bundle's i18n: "for.near" with its numbers and names. Any thread.
#pragma once

#include <aksis/module.hpp>
#include <string>

#include "explain.hpp"

namespace aksis::matching {

// Speaks the language of the request, which must outlive it.
Say say_for(Host& host, const Request& request, const Catalogue& catalogue);

}  // namespace aksis::matching
