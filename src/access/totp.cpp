#include "access/totp.hpp"

#include <fmt/format.h>
#include <liboath/oath.h>
#include <sodium.h>

#include <array>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <vector>

#include "base/identity.hpp"
#include "operations/percent.hpp"

namespace aksis::access {
namespace {

using storage::Row;
using storage::Transaction;

constexpr size_t kSecretBytes = 20;  // RFC 4226: the length of the hash

std::string place_of(std::string_view id) {
  return fmt::format("core_totp.secret/{}", id);
}

// liboath's cryptography starts once a process.
void require_oath() {
  static const int state = oath_init();
  if (state != OATH_OK) throw std::runtime_error("liboath cannot start");
}

std::string base32(const std::string& bytes) {
  char* text = nullptr;
  size_t length = 0;
  if (oath_base32_encode(bytes.data(), bytes.size(), &text, &length) != OATH_OK) return {};
  const std::unique_ptr<char, void (*)(void*)> owned(text, std::free);
  std::string out(text, length);
  std::erase(out, '=');
  return out;
}

// The step whose code this is, within the window; nothing: none.
std::optional<int64_t> step_of(const std::string& secret, const std::string& code, Micros now) {
  require_oath();
  uint64_t step = 0;
  int position = 0;
  const int found =
      oath_totp_validate3(secret.data(), secret.size(), static_cast<time_t>(now / kSecond),
                          kTotpStepSeconds, 0, kTotpWindow, &position, &step, code.c_str());
  if (found < 0) return std::nullopt;
  return static_cast<int64_t>(step);
}

struct App {
  std::string id, sealed;
  int64_t last_step = 0;
};

Result<std::vector<App>> apps_of(Transaction& tx, std::string_view account, bool confirmed,
                                 std::string_view id = {}) {
  std::vector<App> out;
  AKSIS_TRY(tx.query(
      "SELECT id, secret, last_step FROM core_totp WHERE account = $1 AND "
      "(confirmed_at IS NOT NULL) = ($2 = 1) AND ($3 = '' OR id = $3) ORDER BY id",
      {account, int64_t{confirmed ? 1 : 0}, id}, [&](const Row& row) -> Status {
        out.push_back({std::string(row.text(0)), std::string(row.text(1)), row.integer(2)});
        return {};
      }));
  return out;
}

bool well_formed(const std::string& code) {
  return code.size() == kTotpDigits && code.find_first_not_of("0123456789") == std::string::npos;
}

// The step of a code that is newer than the last one taken of this app.
Result<std::optional<int64_t>> fresh_step(Transaction& tx, Secrets& secrets, const App& app,
                                          const std::string& code, Micros now) {
  AKSIS_ASSIGN(secret, secrets.open(tx, place_of(app.id), app.sealed));
  auto step = step_of(secret, code, now);
  sodium_memzero(secret.data(), secret.size());
  if (step && *step <= app.last_step) step.reset();
  return step;
}

}  // namespace

Result<TotpEnrolment> begin_totp(Transaction& tx, Secrets& secrets, std::string_view account,
                                 std::string_view login, std::string_view issuer,
                                 std::string_view label, Micros now) {
  AKSIS_TRY(
      tx.execute("DELETE FROM core_totp WHERE account = $1 AND confirmed_at IS NULL", {account}));
  AKSIS_ASSIGN(present, apps_of(tx, account, true));
  if (present.size() >= kTotpMax)
    return said(
        Code::conflict,
        fmt::format("the account has {} authenticator apps already: remove one first", kTotpMax),
        fmt::format("Le compte a déjà {} applications d’authentification : retirez-en une d’abord.",
                    kTotpMax));
  std::string secret(kSecretBytes, '\0');
  randombytes_buf(secret.data(), secret.size());
  TotpEnrolment made{uuid_v7(now), base32(secret), {}};
  const auto name = operations::percent_encode(issuer);
  made.uri = fmt::format(
      "otpauth://totp/{}:{}?secret={}&issuer={}&algorithm=SHA1&digits={}&period={}", name,
      operations::percent_encode(login), made.secret, name, kTotpDigits, kTotpStepSeconds);
  AKSIS_ASSIGN(sealed, secrets.seal(tx, place_of(made.id), secret));
  AKSIS_TRY(
      tx.execute("INSERT INTO core_totp (id, account, label, secret, last_step, created_at, "
                 "confirmed_at) VALUES ($1, $2, $3, $4, 0, $5, NULL)",
                 {made.id, account, label, std::move(sealed), now}));
  return made;
}

Result<bool> confirm_totp(Transaction& tx, Secrets& secrets, std::string_view account,
                          std::string_view id, const std::string& code, Micros now) {
  AKSIS_ASSIGN(apps, apps_of(tx, account, false, id));
  if (apps.empty())
    return said(
        Code::not_found, "no such authenticator app waits to be confirmed: begin anew",
        "Aucune application d’authentification n’attend d’être confirmée : recommencez l’ajout.");
  if (!well_formed(code)) return false;
  AKSIS_ASSIGN(step, fresh_step(tx, secrets, apps.front(), code, now));
  if (!step) return false;
  AKSIS_TRY(tx.execute("UPDATE core_totp SET confirmed_at = $1, last_step = $2 WHERE id = $3",
                       {now, *step, apps.front().id}));
  return true;
}

Result<std::string> present_totp(std::string_view secret, Micros at) {
  require_oath();
  char* bytes = nullptr;
  size_t length = 0;
  if (oath_base32_decode(secret.data(), secret.size(), &bytes, &length) != OATH_OK)
    return invalid("the secret is no base32");
  const std::unique_ptr<char, void (*)(void*)> owned(bytes, std::free);
  std::array<char, kTotpDigits + 1> code{};
  if (oath_totp_generate(bytes, length, static_cast<time_t>(at / kSecond), kTotpStepSeconds, 0,
                         kTotpDigits, code.data()) != OATH_OK)
    return internal("liboath made no code");
  return std::string(code.data());
}

Result<bool> use_totp(Transaction& tx, Secrets& secrets, std::string_view account,
                      const std::string& code, Micros now) {
  if (!well_formed(code)) return false;
  AKSIS_ASSIGN(apps, apps_of(tx, account, true));
  for (const auto& app : apps) {
    AKSIS_ASSIGN(step, fresh_step(tx, secrets, app, code, now));
    if (!step) continue;
    AKSIS_TRY(tx.execute("UPDATE core_totp SET last_step = $1 WHERE id = $2", {*step, app.id}));
    return true;
  }
  return false;
}

}  // namespace aksis::access
