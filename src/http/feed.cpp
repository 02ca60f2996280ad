#include "http/feed.hpp"

#include <charconv>

#include "base/identity.hpp"

namespace aksis::http {
namespace {

constexpr size_t kKept = 1024;

}  // namespace

Feed::Feed() : run_(random_hex(4)) {}

void Feed::publish(std::string_view topic, std::string_view data, Audience audience) {
  const std::lock_guard lock(mutex_);
  events_.push_back(std::make_shared<const Event>(
      Event{++last_, std::string(topic), std::string(data), std::move(audience)}));
  if (events_.size() > kKept) events_.pop_front();
  for (const auto& [listener, wake] : listeners_) wake();
}

std::vector<Feed::Shared> Feed::after(uint64_t number, bool& missed) const {
  const std::lock_guard lock(mutex_);
  const uint64_t first = last_ - events_.size() + 1;
  missed = number + 1 < first;
  const auto skip = missed ? 0 : std::min<uint64_t>(number + 1 - first, events_.size());
  return {events_.begin() + static_cast<std::ptrdiff_t>(skip), events_.end()};
}

uint64_t Feed::last() const {
  const std::lock_guard lock(mutex_);
  return last_;
}

uint64_t Feed::listen(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  listeners_.emplace(next_listener_, std::move(wake));
  return next_listener_++;
}

void Feed::forget(uint64_t listener) {
  const std::lock_guard lock(mutex_);
  listeners_.erase(listener);
}

std::string Feed::id(uint64_t number) const {
  return run_ + "-" + std::to_string(number);
}

bool Feed::read_id(std::string_view id, uint64_t& number) const {
  if (!id.starts_with(run_ + "-")) return false;
  id.remove_prefix(run_.size() + 1);
  const auto [stop, error] = std::from_chars(id.data(), id.data() + id.size(), number);
  return error == std::errc() && stop == id.data() + id.size();
}

}  // namespace aksis::http
