// Which widgets stand where on a dashboard: an account's own, else what its role begins with, else
// what the console itself proposes. Functions on a transaction: inside a body.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::console {

inline constexpr size_t kLayoutBytesMax = 32 << 10;  // as JSON

struct Layout {
  std::string origin = "built_in";  // or "role", "own"
  std::string role;                 // the role whose layout it is
  std::string json;                 // {"widgets": […]}; empty: the built-in one
  int64_t version = 0;              // 0: nothing was saved
};

Result<Layout> layout_for(storage::Transaction& tx, std::string_view account);
// Exactly of the role; nothing saved: the built-in one.
Result<Layout> layout_of_role(storage::Transaction& tx, std::string_view role);

// `if_match`: the version that was read, or "" for any. Code::stale: it is another by now.
Result<Layout> save_layout(storage::Transaction& tx, std::string_view account,
                           std::string_view json, std::string_view if_match);
Status reset_layout(storage::Transaction& tx, std::string_view account);

// `by`: the principal. Code::not_found: no such role.
Result<Layout> save_role_layout(storage::Transaction& tx, std::string_view role,
                                std::string_view json, std::string_view if_match,
                                std::string_view by, Micros now);
Status reset_role_layout(storage::Transaction& tx, std::string_view role);

}  // namespace aksis::console
