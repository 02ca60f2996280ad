// What the host does when a module breaks a rule of include/aksis/module.h. Any thread.
#pragma once

#include <aksis/types.h>

#include <string_view>

#include "aksis/cpp/result.hpp"

namespace aksis::modules {

struct Module;

// One log line beginning with MODULE_MISBEHAVING.
void misbehaving(const Module& module, std::string_view what);

// What a function of the module answered, as an Error or ok. `sentence` may be empty. A number that
// is no status counts as internal.
Status answered(const Module& module, std::string_view function, aksis_status status,
                std::string_view sentence = {});

void threw(const Module& module, std::string_view function);

// Calls a function of the module; an exception that crosses the border becomes AKSIS_INTERNAL.
template <typename Function>
aksis_status enter(const Module& module, std::string_view function, Function&& body) {
  try {
    return body();
  } catch (...) {
    threw(module, function);
    return AKSIS_INTERNAL;
  }
}

}  // namespace aksis::modules
