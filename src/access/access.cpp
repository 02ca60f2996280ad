#include "access/access.hpp"

#include "access/devices.hpp"
#include "access/operations.hpp"

namespace aksis::access {
namespace {

// How long a link that was used or ended can still be looked at.
constexpr Micros kLinkMemory = 30 * kDay;

}  // namespace

Access::Access(storage::Database& database, const Clock& clock, Ports ports, Settings settings)
    : ports_(std::move(ports)),
      settings_(std::move(settings)),
      breached_(settings_.breached_file),
      pool_(settings_.passwords),
      sessions_(database, clock, ports_, settings_.sessions),
      parts_{database, clock, ports_, settings_, sessions_, pool_, factors_, breached_},
      sign_in_(parts_),
      changes_(parts_, sign_in_),
      invitations_(parts_, sign_in_) {
  factors_.add(totp_kind());
}

Result<std::unique_ptr<Access>> Access::make(storage::Database& database, const Clock& clock,
                                             Ports ports, Settings settings) {
  AKSIS_TRY(BreachedPasswords(settings.breached_file).check_file());
  return std::unique_ptr<Access>(
      new Access(database, clock, std::move(ports), std::move(settings)));
}

Status Access::keep() {
  AKSIS_TRY(sessions_.keep());
  provider_sign_outs_.forget_before(parts_.clock.now() - sessions_.limits().absolute);
  return parts_.database.write([&](storage::Transaction& tx) -> Status {
    const Micros now = parts_.clock.now();
    AKSIS_TRY(forget_failures(tx, now));
    AKSIS_TRY(forget_old_devices(tx, now));
    AKSIS_TRY(
        tx.execute("DELETE FROM core_access_link WHERE expires_at <= $1", {now - kLinkMemory}));
    return {};
  });
}

Status Access::offer_operations(operations::Registry& registry) {
  AKSIS_TRY(add_session_operations(registry, *this));
  AKSIS_TRY(add_factor_operations(registry, *this));
  AKSIS_TRY(add_link_operations(registry, *this));
  AKSIS_TRY(add_account_operations(registry, *this));
  AKSIS_TRY(add_colleague_operations(registry, parts().database));
  return add_account_session_operations(registry, *this);
}

}  // namespace aksis::access
