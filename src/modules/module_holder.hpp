// A module's part of the right of access and of erasures, as src/privacy asks for it. Made on the
// main thread at start; its functions run inside a body, confined to the module's tables.
#pragma once

#include "privacy/holder.hpp"

namespace aksis::modules {

struct Module;

// Of a module that called hold(). `module` outlives it.
privacy::Holder holder_of(Module& module);

}  // namespace aksis::modules
