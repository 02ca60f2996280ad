// One provider as it describes itself (OpenID Connect Discovery 1.0) and its keys, fetched when
// first needed and kept for a while. Any thread; may wait for the network, so never inside a
// transaction.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "access/oidc_fetch.hpp"
#include "access/oidc_keys.hpp"
#include "access/oidc_settings.hpp"
#include "base/clock.hpp"

namespace aksis::access {

inline constexpr Micros kMetadataLife = kHour;
inline constexpr Micros kKeysLife = kHour;
inline constexpr Micros kKeysPause = kMinute;  // between two fetches for unknown names of keys
inline constexpr Micros kTroublePause = 5 * kSecond;  // after a failure everybody gets it at once

struct Metadata {
  std::string authorization_endpoint, token_endpoint, jwks_uri;
  std::string userinfo_endpoint, end_session_endpoint;  // empty: none
  bool names_issuer_in_answers = false;                 // RFC 9207
};

class Provider {
 public:
  // check_settings() held.
  Provider(ProviderSettings settings, Fetch fetch, const Clock& clock)
      : settings_(std::move(settings)), fetch_(std::move(fetch)), clock_(clock) {}

  const ProviderSettings& settings() const { return settings_; }
  Result<Reply> ask(const Question& question) const { return fetch_(question); }

  // Code::invalid: it describes another issuer, or names addresses that check_address refuses.
  Result<Metadata> metadata();
  // An unknown name makes the keys be fetched again, at most once in kKeysPause.
  // Code::invalid: the provider has no such key.
  Result<ProviderKey> key(std::string_view kid);

 private:
  Result<Metadata> fetch_metadata() const;
  Status fetch_keys(const std::string& address);
  const ProviderKey* known(std::string_view kid) const;

  const ProviderSettings settings_;
  const Fetch fetch_;
  const Clock& clock_;
  // Held during a fetch: one asks, the others wait for its answer.
  std::mutex mutex_;
  std::optional<Metadata> metadata_;
  Micros metadata_at_ = 0;
  std::optional<Error> trouble_;
  Micros trouble_at_ = 0;
  std::vector<ProviderKey> keys_;
  Micros keys_at_ = 0;                 // when they were fetched
  Micros keys_tried_at_ = 0;           // when somebody last tried
  std::optional<Error> keys_trouble_;  // how that ended, when badly
};

}  // namespace aksis::access
