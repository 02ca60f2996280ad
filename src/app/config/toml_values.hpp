// TOML values as JSON text. Internal to the loader. Pure functions, any thread.
#pragma once

#include <toml++/toml.h>
#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"
#include "app/config/config.hpp"
#include "app/config/keys.hpp"

namespace aksis::app {

// Any value of a module's section; dates become texts. Infinite numbers are refused.
Result<std::string> json_of(const toml::node& node);

// A value of a known key, checked against its declaration. Paths become absolute, from `folder`.
// The error is what is wanted instead ("server.port must be an integer from 0 to 65535").
Result<std::string> checked(const Key& key, const toml::node& node, const std::string& folder);

// What a person wrote for `key` in the environment or on the command line, as a value: texts need
// no quotes there, lists may be separated by commas.
toml::table spelled(const Key& key, std::string_view text);

// The same for a key of a module, whose type is not known here: a TOML value if it reads as one,
// else a text.
toml::table spelled(std::string_view text);

}  // namespace aksis::app
