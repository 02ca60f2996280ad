// Codes of an authenticator app (TOTP, RFC 6238: SHA-1, six digits, 30 s), by liboath.
// Functions on a transaction: inside a body. A code serves once: the step it was of is kept.
#pragma once

#include <string>
#include <string_view>

#include "access/ports.hpp"
#include "base/clock.hpp"

namespace aksis::access {

inline constexpr int kTotpDigits = 6;
inline constexpr int kTotpStepSeconds = 30;
inline constexpr int kTotpWindow = 1;  // steps before and after the present one
inline constexpr int kTotpMax = 5;     // apps of one account, confirmed or not

struct TotpEnrolment {
  std::string id;
  std::string secret;  // base32, for those who type it; shown once
  std::string uri;     // otpauth://totp/…, for a QR code; shown once
};

// Not a factor until confirmed. What was begun before and not confirmed ends. Code::conflict: the
// account has five already. `issuer` names the service in the app.
Result<TotpEnrolment> begin_totp(storage::Transaction& tx, Secrets& secrets,
                                 std::string_view account, std::string_view login,
                                 std::string_view issuer, std::string_view label, Micros now);
// Whether `code` is the app's present one: then it is a factor from now on. Code::not_found: no
// such app of this account waits to be confirmed.
Result<bool> confirm_totp(storage::Transaction& tx, Secrets& secrets, std::string_view account,
                          std::string_view id, const std::string& code, Micros now);
// The code an app with this secret (base32) shows at that time: what a demo types for somebody who
// has none. Code::invalid: no base32.
Result<std::string> present_totp(std::string_view secret, Micros at);
// Whether `code` is a present and unused one of any app of the account; then it is used.
Result<bool> use_totp(storage::Transaction& tx, Secrets& secrets, std::string_view account,
                      const std::string& code, Micros now);

}  // namespace aksis::access
