// The rows of core_session, for what keeps them in memory. On a transaction, inside a body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "access/sessions.hpp"

namespace aksis::access {

struct SessionRow {
  Session session;
  std::string token_hash;  // SHA-256, hexadecimal
};
// The account's, the oldest first.
Result<std::vector<SessionRow>> read_sessions(storage::Transaction& tx, std::string_view account);

}  // namespace aksis::access
