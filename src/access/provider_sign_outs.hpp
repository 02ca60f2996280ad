// Where the browsers of sessions that began at an identity provider go to sign out there too. In
// memory alone: the address holds a token about a person, and after a restart signing out here ends
// our session only. Any thread.
#pragma once

#include <algorithm>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.hpp"

namespace aksis::access {

class ProviderSignOuts {
 public:
  void remember(const std::string& session, std::string url, Micros now) {
    if (session.empty() || url.empty()) return;
    const std::lock_guard lock(mutex_);
    if (known_.size() >= kMax) known_.erase(oldest());
    known_[session] = {std::move(url), now};
  }
  // Empty: none. It is given once.
  std::string take(std::string_view session) {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(session);
    if (found == known_.end()) return {};
    auto url = std::move(found->second.url);
    known_.erase(found);
    return url;
  }
  // Those whose session is over by its longest time.
  void forget_before(Micros time) {
    const std::lock_guard lock(mutex_);
    std::erase_if(known_, [&](const auto& one) { return one.second.at < time; });
  }

 private:
  static constexpr size_t kMax = 10'000;
  struct Known {
    std::string url;
    Micros at = 0;
  };
  using All = std::map<std::string, Known, std::less<>>;
  All::iterator oldest() {
    return std::min_element(known_.begin(), known_.end(), [](const auto& left, const auto& right) {
      return left.second.at < right.second.at;
    });
  }

  std::mutex mutex_;
  All known_;
};

}  // namespace aksis::access
