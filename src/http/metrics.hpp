// What the server counts, and its text for Prometheus. Any thread.
#pragma once

#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <atomic>
#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <utility>

namespace aksis::http {

class Metrics {
 public:
  Metrics();

  // `operation` is an operation's id or one of a few fixed words: the number of series is bounded.
  void record(const std::string& operation, int status, std::chrono::nanoseconds took);

  void set_connections(size_t count) { connections_.Set(static_cast<double>(count)); }
  void set_refused_addresses(size_t count) { refused_addresses_.Set(static_cast<double>(count)); }
  void set_queued(size_t count) { queued_.Set(static_cast<double>(count)); }

  std::string text() const;

 private:
  prometheus::Registry registry_;
  prometheus::Family<prometheus::Histogram>& requests_;
  prometheus::Gauge& connections_;
  prometheus::Gauge& queued_;
  prometheus::Gauge& refused_addresses_;
  // Family::Add hashes its labels and locks: each series is looked up once, then found here.
  std::mutex mutex_;
  std::map<std::pair<std::string, int>, prometheus::Histogram*> series_;
};

}  // namespace aksis::http
