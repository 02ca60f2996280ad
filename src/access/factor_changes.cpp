#include "access/factor_changes.hpp"

#include "access/devices.hpp"
#include "access/recovery_codes.hpp"
#include "record/organisations.hpp"

namespace aksis::access {
namespace {

using storage::Transaction;

Status note(const Parts& parts, Transaction& tx, std::string_view kind, const Account& account,
            std::string_view outcome, std::string_view method, const operations::Origin& origin) {
  return parts.ports.audit(tx, {.kind = std::string(kind),
                                .account = account.id,
                                .by = {},
                                .outcome = std::string(outcome),
                                .method = std::string(method),
                                .peer = origin.peer,
                                .reason = {}});
}

Error wrong_code() {
  auto error = said(
      Code::invalid,
      "This is not the code the app should show now: check the device's time and type the next "
      "code.",
      "Ce code n’est pas celui que l’application doit afficher maintenant : vérifiez l’heure de "
      "l’appareil et saisissez le code suivant.");
  error.details = {{"/code", error.message, error.french}};
  return error;
}

}  // namespace

Status FactorChanges::may_change(const Session& session, Micros now) {
  if (session.stage == Stage::half && !session.may_enrol)
    return said(Code::unauthenticated,
                "Show a second factor first; if you have none left, ask whoever "
                "administers the accounts for a reset link.",
                "Montrez d’abord un second facteur ; si vous n’en avez plus, demandez un "
                "lien de réinitialisation à la personne qui administre les comptes.");
  if (session.stage == Stage::full && !fresh(session, now)) {
    auto error = said(Code::forbidden,
                      "Show your second factor again (POST /api/v1/session/step-up), then try "
                      "again within five minutes.",
                      "Montrez à nouveau votre second facteur (POST /api/v1/session/step-up), "
                      "puis réessayez dans les cinq minutes.");
    // Named as the gate names it: a console asks for the factor and sends the same again.
    error.details = {{"/step_up", error.message, error.french}};
    return error;
  }
  return {};
}

Status FactorChanges::begin(const Session& session, const Begin& begin) {
  AKSIS_TRY(may_change(session, parts_.clock.now()));
  return parts_.sessions.change([&](SessionChange& change) -> Status {
    AKSIS_ASSIGN(present, same_session(change, session));
    AKSIS_ASSIGN(account, read_account(change.tx(), present.account));
    return begin(change.tx(), account);
  });
}

Result<Opened> FactorChanges::enrol(const Session& session, std::string_view kind,
                                    const operations::Origin& origin, const Store& store) {
  AKSIS_TRY(may_change(session, parts_.clock.now()));
  std::optional<Opened> opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    opened.reset();
    auto& tx = change.tx();
    AKSIS_ASSIGN(present, same_session(change, session));
    AKSIS_ASSIGN(account, read_account(tx, present.account));
    if (account.state != "active" && account.state != "invited")
      return said(Code::unauthenticated, "This account is closed.", "Ce compte est fermé.");
    AKSIS_ASSIGN(id, store(tx, account));
    if (!id) return {};
    if (present.replaces) AKSIS_TRY(parts_.factors.remove_others(tx, account.id, *id));
    if (account.state == "invited") {
      AKSIS_TRY(set_account_state(tx, account.id, "active"));
      account.state = "active";
    }
    AKSIS_ASSIGN(left, recovery_codes_left(tx, account.id));
    std::vector<std::string> codes;
    if (left == 0 || present.replaces) {
      AKSIS_ASSIGN(made, renew_recovery_codes(tx, account.id, change.now()));
      codes = std::move(made);
    }
    AKSIS_TRY(
        note(parts_, tx, "factor", account, present.replaces ? "replaced" : "added", kind, origin));
    AKSIS_TRY(change.end_all(account.id, present.id));
    AKSIS_ASSIGN(full, promote(parts_, change, std::move(present), account, kind, origin));
    opened = std::move(full);
    opened->recovery_codes = std::move(codes);
    return {};
  }));
  if (!opened) return wrong_code();
  return *std::move(opened);
}

Status FactorChanges::remove(const Session& session, std::string_view id,
                             const operations::Origin& origin) {
  AKSIS_TRY(may_change(session, parts_.clock.now()));
  return parts_.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_ASSIGN(present, same_session(change, session));
    AKSIS_ASSIGN(account, read_account(tx, present.account));
    AKSIS_ASSIGN(removed, parts_.factors.remove(tx, account.id, id));
    AKSIS_TRY(change.end_all(account.id, present.id));
    return note(parts_, tx, "factor", account, "removed", removed.kind, origin);
  });
}

Result<std::vector<std::string>> FactorChanges::renew_recovery(const Session& session,
                                                               const operations::Origin& origin) {
  std::vector<std::string> codes;
  AKSIS_TRY(may_change(session, parts_.clock.now()));
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_ASSIGN(present, same_session(change, session));
    if (present.stage == Stage::half)
      return said(Code::unauthenticated, "Add a second factor first.",
                  "Ajoutez d’abord un second facteur.");
    AKSIS_ASSIGN(account, read_account(tx, present.account));
    AKSIS_ASSIGN(made, renew_recovery_codes(tx, account.id, change.now()));
    codes = std::move(made);
    AKSIS_TRY(change.end_all(account.id, present.id));
    return note(parts_, tx, "factor", account, "renewed", "recovery", origin);
  }));
  return codes;
}

Result<Opened> FactorChanges::change_password(const Session& session, std::string_view old,
                                              std::string_view wanted,
                                              const operations::Origin& origin) {
  AKSIS_TRY(may_change(session, parts_.clock.now()));
  if (session.stage == Stage::half)
    return said(Code::unauthenticated, "Add a second factor first.",
                "Ajoutez d’abord un second facteur.");
  Account account;
  AKSIS_TRY(parts_.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(read, read_account(tx, session.account));
    account = std::move(read);
    return {};
  }));
  AKSIS_TRY(sign_in_.check_password_of(account.id, old, origin));
  AKSIS_ASSIGN(hash, hash_new_password(parts_, account, wanted, "/new"));
  std::optional<Opened> opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_ASSIGN(present, same_session(change, session));
    AKSIS_TRY(set_password_hash(tx, account.id, hash, change.now()));
    AKSIS_TRY(forget_devices(tx, account.id));
    AKSIS_TRY(change.end_all(account.id, present.id));
    AKSIS_TRY(note(parts_, tx, "password", account, "changed", "password", origin));
    Opened renewed;
    // Not promoted: a password shows no second factor.
    AKSIS_ASSIGN(token, change.renew(present));
    AKSIS_ASSIGN(device, remember_device(tx, account.id, origin.device, change.now()));
    AKSIS_ASSIGN(ways, parts_.factors.ways(tx, account.id));
    renewed.session = std::move(present);
    renewed.token = std::move(token);
    renewed.device = std::move(device);
    renewed.ways = std::move(ways);
    opened = std::move(renewed);
    return {};
  }));
  return *std::move(opened);
}

Result<std::string> hash_new_password(const Parts& parts, const Account& account,
                                      std::string_view password, std::string_view pointer) {
  PasswordOwner owner{account.login, account.name, account.email, {}};
  if (!account.organisation.empty())
    AKSIS_TRY(parts.database.read([&](Transaction& tx) -> Status {
      AKSIS_ASSIGN(organisation, record::read_organisation(tx, account.organisation));
      owner.organisation = organisation.name;
      return {};
    }));
  const auto text = normalise_password(password);
  AKSIS_TRY(check_password(text, owner, parts.breached, pointer));
  return parts.pool.hash(text);
}

}  // namespace aksis::access
