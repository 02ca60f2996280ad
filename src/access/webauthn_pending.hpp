// What is awaited back within minutes and once only: challenges given out, sign-ins sent to a
// provider. Kept in memory, so that strangers who ask cause no write; a restart forgets it, and
// people start their sign-in anew. Any thread.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "access/webauthn_base64.hpp"
#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"

namespace aksis::access {

template <typename What>
class Pending {
 public:
  // `life` in microseconds; `count_max` bounds the memory.
  Pending(const Clock& clock, Micros life, size_t count_max)
      : clock_(clock), life_(life), count_max_(count_max) {}

  // A new secret of 32 random bytes, as base64url, that stands for `what`. Code::busy when too many
  // are awaited.
  Result<std::string> give_out(What what) {
    auto secret = random_base64url(kSecretBytes);
    const std::lock_guard lock(mutex_);
    const Micros now = clock_.now();
    // All live equally long: the oldest expire first.
    while (!by_age_.empty() && by_age_.begin()->first.first <= now) {
      awaited_.erase(by_age_.begin()->second);
      by_age_.erase(by_age_.begin());
    }
    if (awaited_.size() >= count_max_)
      return said(Code::busy, "too many sign-ins are under way at once; try again in two minutes",
                  "Trop de connexions sont en cours à la fois : réessayez dans deux minutes.");
    const auto key = std::pair(now + life_, ++count_);
    const auto hash = sha256_bytes(secret);
    by_age_.emplace(key, hash);
    awaited_.emplace(hash, Entry{key, std::move(what)});
    return secret;
  }

  // What `secret` stands for, the first time it is asked within its life; nothing otherwise.
  std::optional<What> take(std::string_view secret) {
    // Looked up by hash: the time of the comparison tells nothing of the secrets kept.
    const auto hash = sha256_bytes(secret);
    const std::lock_guard lock(mutex_);
    const auto found = awaited_.find(hash);
    if (found == awaited_.end()) return std::nullopt;
    Entry entry = std::move(found->second);
    awaited_.erase(found);
    by_age_.erase(entry.key);
    if (entry.key.first <= clock_.now()) return std::nullopt;
    return std::move(entry.what);
  }

 private:
  static constexpr size_t kSecretBytes = 32;
  using Key = std::pair<Micros, uint64_t>;  // end of life, running number
  struct Entry {
    Key key;
    What what;
  };

  const Clock& clock_;
  const Micros life_;
  const size_t count_max_;
  std::mutex mutex_;
  uint64_t count_ = 0;
  std::map<std::string, Entry> awaited_;
  std::map<Key, std::string> by_age_;
};

}  // namespace aksis::access
