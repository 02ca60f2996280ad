#include "access/oidc_provider.hpp"

#include <fmt/format.h>

#include "aksis/cpp/json.hpp"

namespace aksis::access {
namespace {

constexpr std::string_view kDiscoveryPath = "/.well-known/openid-configuration";
constexpr long kHttpOk = 200;

Result<std::string> fetched(const Fetch& fetch, const std::string& url) {
  AKSIS_ASSIGN(reply, fetch({url, {}, {}}));
  if (reply.status != kHttpOk)
    return Error{Code::busy, fmt::format("{} answered {}", url, reply.status), {}};
  return std::move(reply.body);
}

}  // namespace

Result<Metadata> Provider::fetch_metadata() const {
  auto base = settings_.issuer;
  if (base.ends_with('/')) base.pop_back();
  AKSIS_ASSIGN(text, fetched(fetch_, base + std::string(kDiscoveryPath)));
  auto document = json::parse(text);
  if (!document) return prefixed("what the provider says of itself", document.error());
  if (json::text(*document, "issuer") != settings_.issuer)
    return invalid(
        fmt::format("the provider calls itself '{}', not '{}'; check access.oidc.{}.issuer",
                    json::text(*document, "issuer"), settings_.issuer, settings_.name));
  Metadata out;
  const struct {
    const char* name;
    std::string& place;
    bool needed;
  } addresses[] = {{"authorization_endpoint", out.authorization_endpoint, true},
                   {"token_endpoint", out.token_endpoint, true},
                   {"jwks_uri", out.jwks_uri, true},
                   {"userinfo_endpoint", out.userinfo_endpoint, settings_.userinfo},
                   {"end_session_endpoint", out.end_session_endpoint, false}};
  for (const auto& address : addresses) {
    address.place = json::text(*document, address.name);
    if (address.place.empty() && !address.needed) continue;
    auto status = check_address(address.place, settings_.allow_loopback_http);
    if (!status.ok())
      return prefixed(fmt::format("{} of the provider", address.name), status.error());
  }
  out.names_issuer_in_answers =
      json::boolean(*document, "authorization_response_iss_parameter_supported");
  return out;
}

Result<Metadata> Provider::metadata() {
  const std::lock_guard lock(mutex_);
  const Micros now = clock_.now();
  if (metadata_ && now - metadata_at_ < kMetadataLife) return *metadata_;
  if (trouble_ && now - trouble_at_ < kTroublePause) return *trouble_;
  auto fresh = fetch_metadata();
  if (!fresh) {
    trouble_ = fresh.error();
    trouble_at_ = now;
    return fresh;
  }
  trouble_.reset();
  metadata_ = *fresh;
  metadata_at_ = now;
  return fresh;
}

Status Provider::fetch_keys(const std::string& address) {
  AKSIS_ASSIGN(text, fetched(fetch_, address));
  AKSIS_ASSIGN(keys, parse_keys(text));
  keys_ = std::move(keys);
  keys_at_ = clock_.now();
  return {};
}

const ProviderKey* Provider::known(std::string_view kid) const {
  // Keys that are too old may have been withdrawn.
  if (keys_at_ == 0 || clock_.now() - keys_at_ >= kKeysLife) return nullptr;
  for (const auto& key : keys_)
    if (key.kid == kid) return &key;
  return nullptr;
}

Result<ProviderKey> Provider::key(std::string_view kid) {
  AKSIS_ASSIGN(described, metadata());
  const std::lock_guard lock(mutex_);
  if (const auto* found = known(kid)) return *found;
  const Micros now = clock_.now();
  const Micros pause = keys_trouble_ ? kTroublePause : kKeysPause;
  if (keys_tried_at_ == 0 || now - keys_tried_at_ >= pause) {
    keys_tried_at_ = now;
    keys_trouble_.reset();
    if (auto status = fetch_keys(described.jwks_uri); !status.ok()) keys_trouble_ = status.error();
  }
  if (keys_trouble_) return *keys_trouble_;
  if (const auto* found = known(kid)) return *found;
  return invalid("the token is signed with a key that the provider does not publish");
}

}  // namespace aksis::access
