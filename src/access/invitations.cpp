#include "access/invitations.hpp"

#include <fmt/format.h>

#include "access/devices.hpp"
#include "access/factor_changes.hpp"
#include "aksis/cpp/fold.hpp"

namespace aksis::access {
namespace {

using storage::Transaction;

Status note(const Parts& parts, Transaction& tx, std::string_view account, std::string_view by,
            Purpose purpose, std::string_view outcome, std::string_view peer,
            std::string_view reason) {
  return parts.ports.audit(tx, {.kind = "link",
                                .account = std::string(account),
                                .by = std::string(by),
                                .outcome = std::string(outcome),
                                .method = std::string(name_of(purpose)),
                                .peer = std::string(peer),
                                .reason = std::string(reason)});
}

Error set_up_before() {
  return said(Code::conflict,
              "the first start is over: an administrator exists, who can invite others",
              "Le premier démarrage est terminé : une personne administre déjà, et peut en inviter "
              "d’autres.");
}

Error no_such_link() {
  return said(Code::forbidden,
              "This link does not serve any more: it was used, it ended, or a newer one "
              "exists. Ask for another one.",
              "Ce lien ne sert plus : il a été utilisé, il est périmé, ou un plus récent "
              "existe. Demandez-en un autre.");
}

// The link of a token for one of two purposes.
Result<Link> link_for(Transaction& tx, std::string_view token, Micros now, Purpose one,
                      Purpose other) {
  auto link = read_link(tx, token, now);
  if (!link && link.error().code != Code::forbidden) return link;
  if (!link || (link->purpose != one && link->purpose != other)) return no_such_link();
  return link;
}

}  // namespace

Result<MadeLink> Invitations::make(Transaction& tx, Purpose purpose, const Account& account,
                                   std::string_view by, std::string_view reason) const {
  const bool invites = purpose == Purpose::invitation;
  if (purpose != Purpose::setup && (account.state == "invited") != invites)
    return said(
        Code::conflict,
        fmt::format("the account {} is {}: it can{}", account.login, account.state,
                    invites ? " be reset, not invited" : " be invited, not reset"),
        fmt::format(
            "Le compte {} est {} : on peut {}.", account.login, french_state(account.state),
            invites ? "le réinitialiser, pas l’inviter" : "l’inviter, pas le réinitialiser"));
  if (account.state == "disabled" || account.state == "locked")
    return said(Code::conflict,
                fmt::format("the account {} is {}: enable it first", account.login, account.state),
                fmt::format("Le compte {} est {} : réactivez-le d’abord.", account.login,
                            french_state(account.state)));
  AKSIS_ASSIGN(token, make_link(tx,
                                {.purpose = purpose,
                                 .account = purpose == Purpose::setup ? "" : account.id,
                                 .reason = std::string(reason),
                                 .made_by = std::string(by)},
                                parts_.clock));
  AKSIS_TRY(note(parts_, tx, account.id, by, purpose, "made", "", reason));
  AKSIS_ASSIGN(link, read_link(tx, token, parts_.clock.now()));
  return MadeLink{token,
                  fmt::format("{}/#/{}/{}", parts_.settings.public_url, name_of(purpose), token),
                  link.expires_at};
}

Result<bool> Invitations::awaits_setup() const {
  bool waits = false;
  AKSIS_TRY(parts_.database.read([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(over, any_active_account(tx));
    waits = !over;
    return {};
  }));
  return waits;
}

Result<MadeLink> Invitations::make_setup_link() {
  MadeLink made;
  AKSIS_TRY(parts_.database.write([&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(over, any_active_account(tx));
    if (over) return set_up_before();
    AKSIS_ASSIGN(link, make(tx, Purpose::setup, {}, "host", ""));
    made = std::move(link);
    return {};
  }));
  return made;
}

Result<Opened> Invitations::open_enrolment(SessionChange& change, const Account& account,
                                           bool replaces, std::string_view method,
                                           const operations::Origin& origin) const {
  AKSIS_TRY(change.end_all(account.id));
  Opened out;
  out.session.account = account.id;
  out.session.may_enrol = true;
  out.session.replaces = replaces;
  out.session.method = method;
  out.session.peer = origin.peer;
  AKSIS_ASSIGN(token, change.open(out.session));
  out.token = std::move(token);
  return out;
}

Result<Opened> Invitations::set_up(std::string_view token, const First& first,
                                   std::string_view password, const operations::Origin& origin) {
  const auto check = [&](Transaction& tx) -> Status {
    AKSIS_TRY(link_for(tx, token, parts_.clock.now(), Purpose::setup, Purpose::setup));
    AKSIS_ASSIGN(over, any_active_account(tx));
    return over ? Status(set_up_before()) : Status();
  };
  AKSIS_TRY(parts_.database.read(check));
  Account wanted;
  wanted.login = first.login;
  wanted.name = first.name;
  wanted.email = first.email;
  AKSIS_ASSIGN(hash, hash_new_password(parts_, wanted, password, "/password"));
  Opened opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_TRY(check(tx));
    AKSIS_TRY(use_link(tx, token, change.now()));
    // Somebody began and did not come to the factor: begun again, not beside it.
    AKSIS_ASSIGN(before, find_login(tx, fold(wanted.login)));
    Account account;
    if (before) {
      account = *before;
      account.name = wanted.name;
      account.email = wanted.email;
      AKSIS_ASSIGN(changed, update_account(tx, account));
      account = std::move(changed);
    } else {
      AKSIS_ASSIGN(made, create_account(tx, wanted, parts_.clock));
      account = std::move(made);
    }
    AKSIS_TRY(set_password_hash(tx, account.id, hash, change.now()));
    AKSIS_TRY(parts_.ports.make_admin(tx, account.id));
    AKSIS_TRY(note(parts_, tx, account.id, "", Purpose::setup, "used", origin.peer, ""));
    AKSIS_ASSIGN(half, open_enrolment(change, account, false, "setup", origin));
    opened = std::move(half);
    return {};
  }));
  return opened;
}

Result<Opened> Invitations::accept(std::string_view token, std::string_view password,
                                   const operations::Origin& origin) {
  Account account;
  const auto check = [&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(link,
                 link_for(tx, token, parts_.clock.now(), Purpose::invitation, Purpose::invitation));
    AKSIS_ASSIGN(invited, read_account(tx, link.account));
    if (invited.state != "invited") return no_such_link();
    account = std::move(invited);
    return {};
  };
  AKSIS_TRY(parts_.database.read(check));
  AKSIS_ASSIGN(hash, hash_new_password(parts_, account, password, "/password"));
  Opened opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_TRY(check(tx));
    AKSIS_TRY(use_link(tx, token, change.now()));
    AKSIS_TRY(set_password_hash(tx, account.id, hash, change.now()));
    AKSIS_TRY(note(parts_, tx, account.id, "", Purpose::invitation, "used", origin.peer, ""));
    AKSIS_ASSIGN(half, open_enrolment(change, account, false, "invitation", origin));
    opened = std::move(half);
    return {};
  }));
  return opened;
}

Result<Opened> Invitations::take_password_reset(std::string_view token, const Account& account,
                                                std::string_view password,
                                                const operations::Origin& origin) {
  AKSIS_ASSIGN(hash, hash_new_password(parts_, account, password, "/password"));
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_TRY(link_for(tx, token, change.now(), Purpose::password_reset, Purpose::password_reset));
    AKSIS_TRY(use_link(tx, token, change.now()));
    AKSIS_TRY(set_password_hash(tx, account.id, hash, change.now()));
    AKSIS_TRY(forget_devices(tx, account.id));
    AKSIS_TRY(change.end_all(account.id));
    return note(parts_, tx, account.id, "", Purpose::password_reset, "used", origin.peer, "");
  }));
  return Opened{};
}

Result<Opened> Invitations::reset(std::string_view token, std::string_view password,
                                  const operations::Origin& origin) {
  Link link;
  Account account;
  const auto check = [&](Transaction& tx) -> Status {
    AKSIS_ASSIGN(found, link_for(tx, token, parts_.clock.now(), Purpose::password_reset,
                                 Purpose::factor_reset));
    AKSIS_ASSIGN(owner, read_account(tx, found.account));
    if (owner.state != "active") return no_such_link();
    link = std::move(found);
    account = std::move(owner);
    return {};
  };
  AKSIS_TRY(parts_.database.read(check));
  if (link.purpose == Purpose::password_reset)
    return take_password_reset(token, account, password, origin);
  AKSIS_TRY(sign_in_.check_password_of(account.id, password, origin));
  Opened opened;
  AKSIS_TRY(parts_.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_TRY(check(tx));
    AKSIS_TRY(use_link(tx, token, change.now()));
    AKSIS_TRY(note(parts_, tx, account.id, "", Purpose::factor_reset, "used", origin.peer, ""));
    AKSIS_ASSIGN(half, open_enrolment(change, account, true, "password+reset", origin));
    opened = std::move(half);
    return {};
  }));
  return opened;
}

}  // namespace aksis::access
