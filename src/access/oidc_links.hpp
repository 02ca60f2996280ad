// Links from identities of providers to accounts: table core_oidc_link. An identity is issuer and
// subject together; nothing else finds an account.
// Functions on a transaction: inside a body.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "storage/database.hpp"

namespace aksis::access {

struct ProviderLink {
  std::string id;       // UUIDv7
  std::string account;  // id
  std::string issuer, subject;
  std::string made_by;  // id of the principal that made it
  Micros created_at = 0;
  std::optional<Micros> last_used_at;
};

// `made.id` and `created_at` are set here. Code::conflict: the identity is linked already, with
// whoever.
Result<ProviderLink> add_provider_link(storage::Transaction& tx, ProviderLink made,
                                       const Clock& clock);
// By the time they were made.
Result<std::vector<ProviderLink>> provider_links_of(storage::Transaction& tx,
                                                    std::string_view account);
// Code::not_found: that account has no such link.
Status remove_provider_link(storage::Transaction& tx, std::string_view account,
                            std::string_view id);
// The link of an identity, whose use is noted; nothing: there is none.
Result<std::optional<ProviderLink>> use_provider_link(storage::Transaction& tx,
                                                      std::string_view issuer,
                                                      std::string_view subject, Micros now);

}  // namespace aksis::access
