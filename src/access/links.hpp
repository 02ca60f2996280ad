// One-time links: first start, invitation, reset of a password or of the factors.
// A token is 256 random bits; its SHA-256 is kept. Functions on a transaction: inside a body.
#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::access {

enum class Purpose { setup, invitation, password_reset, factor_reset };
std::string_view name_of(Purpose purpose);

struct Link {
  Purpose purpose = Purpose::invitation;
  std::string account;  // empty for Purpose::setup
  std::string reason;   // why it was made; empty: none asked
  std::string made_by;  // id of the principal
  Micros expires_at = 0;
};

inline constexpr Micros kSetupLife = 30 * kMinute;
inline constexpr Micros kInvitationLife = 3 * kDay;
inline constexpr Micros kResetLife = kHour;

// Returns the token, which exists nowhere else. Links of the same purpose and account made before
// end: the newest one counts.
Result<std::string> make_link(storage::Transaction& tx, const Link& link, const Clock& clock);

// Code::forbidden, with one sentence for all of: unknown, used, expired, of another purpose.
Result<Link> read_link(storage::Transaction& tx, std::string_view token, Micros now);
// The same, and it never serves again.
Result<Link> use_link(storage::Transaction& tx, std::string_view token, Micros now);
// What waits for an account ends, as it is disabled.
Status end_links(storage::Transaction& tx, std::string_view account, Micros now);

}  // namespace aksis::access
