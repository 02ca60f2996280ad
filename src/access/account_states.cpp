#include "access/account_states.hpp"

#include <fmt/format.h>

#include "access/devices.hpp"
#include "access/links.hpp"
#include "access/volume_guard.hpp"

namespace aksis::access {
namespace {

Status note(const Parts& parts, storage::Transaction& tx, const Account& account,
            std::string_view by, std::string_view outcome, std::string_view reason) {
  return parts.ports.audit(tx, {.kind = "account",
                                .account = account.id,
                                .by = std::string(by),
                                .outcome = std::string(outcome),
                                .method = {},
                                .peer = {},
                                .reason = std::string(reason)});
}

Result<Account> close(const Parts& parts, std::string_view id, std::string_view by,
                      std::string_view reason, std::string_view state, bool spare_last) {
  Account closed;
  AKSIS_TRY(parts.sessions.change([&](SessionChange& change) -> Status {
    auto& tx = change.tx();
    AKSIS_ASSIGN(account, read_account(tx, id));
    if (account.state == state)
      return said(Code::conflict, fmt::format("the account {} is {}", account.login, state),
                  fmt::format("Le compte {} est {}.", account.login, french_state(state)));
    if (spare_last) {
      AKSIS_ASSIGN(last, parts.ports.is_last_admin(tx, account.id));
      if (last)
        return said(Code::conflict,
                    fmt::format("{} is the last administrator: give somebody else that role first",
                                account.name),
                    fmt::format("{} est la dernière personne à administrer : donnez d’abord ce "
                                "rôle à quelqu’un d’autre.",
                                account.name));
    }
    AKSIS_TRY(set_account_state(tx, account.id, state));
    AKSIS_TRY(end_links(tx, account.id, change.now()));
    AKSIS_TRY(forget_devices(tx, account.id));
    AKSIS_TRY(change.end_all(account.id));
    AKSIS_TRY(note(parts, tx, account, by, state, reason));
    AKSIS_ASSIGN(after, read_account(tx, account.id));
    closed = std::move(after);
    return {};
  }));
  return closed;
}

}  // namespace

Result<Account> disable_account(const Parts& parts, std::string_view account, std::string_view by,
                                std::string_view reason) {
  return close(parts, account, by, reason, "disabled", true);
}

Result<Account> lock_account(const Parts& parts, std::string_view account,
                             std::string_view reason) {
  return close(parts, account, "host", reason, "locked", false);
}

Result<Account> enable_account(const Parts& parts, std::string_view account, std::string_view by) {
  Account opened;
  AKSIS_TRY(parts.database.write([&](storage::Transaction& tx) -> Status {
    AKSIS_ASSIGN(before, read_account(tx, account));
    if (before.state == "invited" || (before.state == "active" && !before.review_at))
      return said(Code::conflict,
                  fmt::format("the account {} is {}: there is nothing to enable", before.login,
                              before.state),
                  fmt::format("Le compte {} est {} : il n’y a rien à réactiver.", before.login,
                              french_state(before.state)));
    AKSIS_ASSIGN(alarmed, alarm_waits(tx, before.id));
    if (alarmed)
      return said(Code::conflict,
                  fmt::format("an alarm of mass reading about the account {} waits: settle it "
                              "first (`aksis alarm list`, `aksis alarm settle`)",
                              before.login),
                  fmt::format("Une alerte de consultation massive attend au sujet du compte {} : "
                              "clôturez-la d’abord (`aksis alarm list`, `aksis alarm settle`).",
                              before.login));
    AKSIS_ASSIGN(factors, parts.factors.list(tx, before.id));
    AKSIS_TRY(set_account_state(tx, before.id, factors.empty() ? "invited" : "active"));
    AKSIS_TRY(note(parts, tx, before, by, "enabled", ""));
    AKSIS_ASSIGN(after, read_account(tx, before.id));
    opened = std::move(after);
    return {};
  }));
  return opened;
}

}  // namespace aksis::access
