// Browsers an account was signed in on completely, by a random cookie of 256 bits kept as SHA-256.
// A known device keeps a counter of its own in the soft lock; it opens nothing by itself.
// Functions on a transaction: inside a body.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::access {

inline constexpr Micros kDeviceLife = 180 * kDay;  // since its last use
inline constexpr int64_t kDevicesMax = 10;         // of one account; the oldest one ends

// The device's hash when the account is known on it; else empty.
Result<std::string> known_device(storage::Transaction& tx, std::string_view account,
                                 std::string_view cookie, Micros now);
// Binds the browser to the account and returns the value its cookie has from now on. A value that
// we never gave out for this account is not taken: whoever planted it would know it.
Result<std::string> remember_device(storage::Transaction& tx, std::string_view account,
                                    std::string_view cookie, Micros now);
// All of an account's: after a change of its password, or as it is disabled.
Status forget_devices(storage::Transaction& tx, std::string_view account);
Status forget_old_devices(storage::Transaction& tx, Micros now);

}  // namespace aksis::access
