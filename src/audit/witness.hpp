// Outside witnesses: where checkpoints go, so that who holds this machine cannot take them back.
// take() is called by one thread at a time and may wait, up to kWitnessTimeout a step.
#pragma once

#include <chrono>
#include <memory>
#include <string>

#include "audit/checkpoints.hpp"

namespace aksis::audit {

inline constexpr std::chrono::seconds kWitnessTimeout{10};

class Witness {
 public:
  virtual ~Witness() = default;
  // Keeps the checkpoint; one given twice may be kept twice. An error: not kept, try again.
  virtual Status take(const StoredCheckpoint& checkpoint) = 0;
};

// By address:
//   file:/path                 appended and synced; what `audit.verify` reads
//   https://host/path          POST of the note as text/plain; the certificate is verified
//   http://127.0.0.1:1/path    to this machine only
//   syslog+tcp://host:port     RFC 5424 in frames of RFC 6587; nobody answers that it was kept
//   syslog+udp://host:port     RFC 5424; nobody answers either
// Code::invalid: another address.
Result<std::unique_ptr<Witness>> make_witness(const std::string& address);

Result<std::unique_ptr<Witness>> make_file_witness(const std::string& path);
Result<std::unique_ptr<Witness>> make_http_witness(const std::string& address);
Result<std::unique_ptr<Witness>> make_syslog_witness(const std::string& host,
                                                     const std::string& port, bool tcp);

}  // namespace aksis::audit
