// Ten codes for the day the phone is lost: 120 random bits each, kept as SHA-256, each serves once.
// Functions on a transaction: inside a body.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::access {

inline constexpr size_t kRecoveryCodes = 10;

// A new set, shown once ("abcdef-ghjkmn-…"); it takes the place of the one before.
Result<std::vector<std::string>> renew_recovery_codes(storage::Transaction& tx,
                                                      std::string_view account, Micros now);
// Whether `code` is one of the account and unused; then it is used. Case and dashes do not matter.
Result<bool> use_recovery_code(storage::Transaction& tx, std::string_view account,
                               std::string_view code, Micros now);
// How many are left.
Result<int64_t> recovery_codes_left(storage::Transaction& tx, std::string_view account);

}  // namespace aksis::access
