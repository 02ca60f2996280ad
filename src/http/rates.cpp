#include "http/rates.hpp"

#include <algorithm>

namespace aksis::http {
namespace {

constexpr double kBurst = 2;
constexpr size_t kBucketsMax = 10'000;

}  // namespace

bool Rates::allow(const std::string& caller, double per_second, Time now) {
  if (per_second <= 0) return true;
  const double full = std::max(1.0, per_second * kBurst);
  const std::lock_guard lock(mutex_);
  if (buckets_.size() >= kBucketsMax) forget_full_ones(now);
  auto [entry, fresh] = buckets_.try_emplace(caller, Bucket{full, now});
  auto& bucket = entry->second;
  const std::chrono::duration<double> passed = now - bucket.at;
  bucket.tokens = std::min(full, bucket.tokens + passed.count() * per_second);
  bucket.at = now;
  if (bucket.tokens < 1) return false;
  bucket.tokens -= 1;
  return true;
}

// A full bucket says no more than an absent one.
void Rates::forget_full_ones(Time now) {
  std::erase_if(buckets_, [&](const auto& entry) {
    const std::chrono::duration<double> passed = now - entry.second.at;
    return passed.count() > kBurst;
  });
}

}  // namespace aksis::http
