#include "access/devices.hpp"

#include "base/identity.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

constexpr size_t kTokenBytes = 32;

}  // namespace

Result<std::string> known_device(Transaction& tx, std::string_view account, std::string_view cookie,
                                 Micros now) {
  std::string found;
  AKSIS_TRY(
      tx.query("SELECT hash FROM core_device WHERE hash = $1 AND account = $2 AND used_at > "
               "$3",
               {sha256_hex(cookie), account, now - kDeviceLife}, [&](const Row& row) -> Status {
                 found = row.text(0);
                 return {};
               }));
  return found;
}

Result<std::string> remember_device(Transaction& tx, std::string_view account,
                                    std::string_view cookie, Micros now) {
  AKSIS_ASSIGN(known, known_device(tx, account, cookie, now));
  const std::string value = known.empty() ? random_hex(kTokenBytes) : std::string(cookie);
  AKSIS_TRY(
      tx.execute("INSERT INTO core_device (hash, account, created_at, used_at) VALUES ($1, "
                 "$2, $3, $3) ON CONFLICT (hash, account) DO UPDATE SET used_at = $3",
                 {sha256_hex(value), account, now}));
  AKSIS_TRY(tx.execute(
      "DELETE FROM core_device WHERE account = $1 AND hash NOT IN (SELECT hash FROM core_device "
      "WHERE account = $1 ORDER BY used_at DESC, hash LIMIT $2)",
      {account, kDevicesMax}));
  return value;
}

Status forget_devices(Transaction& tx, std::string_view account) {
  AKSIS_TRY(tx.execute("DELETE FROM core_device WHERE account = $1", {account}));
  return {};
}

Status forget_old_devices(Transaction& tx, Micros now) {
  AKSIS_TRY(tx.execute("DELETE FROM core_device WHERE used_at <= $1", {now - kDeviceLife}));
  return {};
}

}  // namespace aksis::access
