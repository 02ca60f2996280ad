#include "http/strangers.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <cmath>

namespace aksis::http {
namespace {

namespace ip = boost::asio::ip;

// Whoever has one IPv6 address has all 2^64 of its network.
std::string counted_address(std::string_view peer) {
  boost::system::error_code error;
  const auto address = ip::make_address(std::string(peer), error);
  if (error || !address.is_v6()) return std::string(peer);
  if (address.to_v6().is_v4_mapped())
    return ip::make_address_v4(ip::v4_mapped, address.to_v6()).to_string();
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + bytes.size() / 2, bytes.end(), 0);
  return ip::address_v6(bytes).to_string();
}

}  // namespace

Strangers::Bucket& Strangers::bucket_of(const std::string& address, Time now) {
  const auto known = by_address_.find(address);
  if (known != by_address_.end()) {
    recent_.splice(recent_.begin(), recent_, known->second);
    return recent_.front();
  }
  if (recent_.size() >= limits_.refused_addresses) {
    by_address_.erase(recent_.back().address);
    recent_.pop_back();
  }
  recent_.push_front({address, static_cast<double>(limits_.refusals_at_once), now});
  by_address_.emplace(recent_.front().address, recent_.begin());
  return recent_.front();
}

std::chrono::seconds Strangers::refuse(std::string_view peer, Time now) {
  const auto address = counted_address(peer);
  const double full = static_cast<double>(limits_.refusals_at_once);
  const std::lock_guard lock(mutex_);
  auto& bucket = bucket_of(address, now);
  const std::chrono::duration<double> passed = now - bucket.at;
  bucket.tokens = std::min(full, bucket.tokens + passed.count() * limits_.refusals_per_second);
  bucket.at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return std::chrono::seconds(0);
  }
  const double missing = (1 - bucket.tokens) / limits_.refusals_per_second;
  return std::chrono::seconds(std::max<int64_t>(1, std::lround(std::ceil(missing))));
}

size_t Strangers::count() const {
  const std::lock_guard lock(mutex_);
  return recent_.size();
}

}  // namespace aksis::http
