#include "app/instance/audience.hpp"

#include <utility>

#include "access/accounts.hpp"
#include "access/administering.hpp"
#include "access/broken_glass.hpp"
#include "access/clients.hpp"
#include "app/instance/topics.hpp"
#include "base/log.hpp"
#include "record/openers.hpp"

namespace aksis::app {
namespace {

using operations::Principal;
using storage::Transaction;

http::Audience nobody() {
  return [](const Principal&) { return false; };
}

// The person need not be of the supervisor's own: whose account opened the record counts.
http::Audience supervisors(std::string organisation) {
  return [organisation = std::move(organisation)](const Principal& caller) {
    const auto supervised = access::supervised_by(caller);
    return supervised.all || (!organisation.empty() && supervised.organisation == organisation);
  };
}

Result<std::string> organisation_of(Transaction& tx, std::string_view account) {
  if (account.starts_with(access::kClientPrefix)) {
    AKSIS_ASSIGN(client, access::read_client(tx, account));
    return client ? client->organisation : std::string();
  }
  const auto found = access::read_account(tx, account);
  if (found) return found->organisation;
  return found.error().code == Code::not_found ? Result<std::string>(std::string()) : found.error();
}

http::Audience administrators(std::string organisation, std::string permission) {
  return [organisation = std::move(organisation),
          permission = std::move(permission)](const Principal& caller) {
    const auto administered = access::administered_by(caller, permission);
    return !administered || (!organisation.empty() && *administered == organisation);
  };
}

}  // namespace

http::Audience audience_of(storage::Database& database, const Clock& clock, std::string_view type,
                           std::string_view data) {
  const auto parsed = json::parse(data);
  if (!parsed || !parsed->IsObject()) return {};
  const auto person = json::text(*parsed, "person"), account = json::text(*parsed, "account");
  const auto permission = topic_permission(type);
  if (permission == "people.supervise")
    return supervisors(std::string(json::text(*parsed, "organisation")));
  if (person.empty() && permission != "accounts.manage") return {};
  http::Audience out;
  const auto looked = database.read([&](Transaction& tx) -> Status {
    if (person.empty()) {
      AKSIS_ASSIGN(organisation, organisation_of(tx, account));
      out = administrators(std::move(organisation), permission);
      return {};
    }
    AKSIS_ASSIGN(openers, record::openers_of(tx, person, clock.now()));
    out = [openers = std::move(openers), permission](const Principal& caller) {
      return openers.hold(caller, permission);
    };
    return {};
  });
  if (looked.ok()) return out;
  log::error("app", "an event reaches no open stream: " + looked.error().message);
  return nobody();
}

}  // namespace aksis::app
