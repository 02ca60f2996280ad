#include "access/recovery_codes.hpp"

#include <sodium.h>

#include <cctype>

#include "base/identity.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

// Without i, l, o, u: nothing to confuse when it is read from paper.
constexpr std::string_view kLetters = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr size_t kCodeLetters = 24;  // of 5 bits each
constexpr size_t kGroup = 6;

std::string make_code() {
  std::string out;
  for (size_t i = 0; i < kCodeLetters; ++i) {
    if (i > 0 && i % kGroup == 0) out += '-';
    out += kLetters[randombytes_uniform(static_cast<uint32_t>(kLetters.size()))];
  }
  return out;
}

// What people add or change as they copy.
std::string plain(std::string_view code) {
  std::string out;
  for (const char c : code)
    if (std::isalnum(static_cast<unsigned char>(c)))
      out += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

std::string hash_of(std::string_view account, std::string_view code) {
  return sha256_hex(std::string(account) + ":" + plain(code));
}

}  // namespace

Result<std::vector<std::string>> renew_recovery_codes(Transaction& tx, std::string_view account,
                                                      Micros now) {
  AKSIS_TRY(tx.execute("DELETE FROM core_recovery_code WHERE account = $1", {account}));
  std::vector<std::string> codes;
  for (size_t i = 0; i < kRecoveryCodes; ++i) {
    codes.push_back(make_code());
    AKSIS_TRY(
        tx.execute("INSERT INTO core_recovery_code (hash, account, created_at, used_at) "
                   "VALUES ($1, $2, $3, NULL)",
                   {hash_of(account, codes.back()), account, now}));
  }
  return codes;
}

Result<bool> use_recovery_code(Transaction& tx, std::string_view account, std::string_view code,
                               Micros now) {
  AKSIS_ASSIGN(changed, tx.execute("UPDATE core_recovery_code SET used_at = $1 WHERE hash = $2 AND "
                                   "account = $3 AND used_at IS NULL",
                                   {now, hash_of(account, code), account}));
  return changed == 1;
}

Result<int64_t> recovery_codes_left(Transaction& tx, std::string_view account) {
  int64_t left = 0;
  AKSIS_TRY(
      tx.query("SELECT COUNT(*) FROM core_recovery_code WHERE account = $1 AND used_at IS "
               "NULL",
               {account}, [&](const Row& row) -> Status {
                 left = row.integer(0);
                 return {};
               }));
  return left;
}

}  // namespace aksis::access
