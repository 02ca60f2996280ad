// What committed transactions of this folder notify; see storage::Database::listen. Constants.
#pragma once

#include <string_view>

namespace aksis::events {

inline constexpr std::string_view kEventsTopic = "events";
inline constexpr std::string_view kJobsTopic = "jobs";

}  // namespace aksis::events
