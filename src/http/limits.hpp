// Every bound of the server, with its default. Values; no thread rule.
#pragma once

#include <chrono>
#include <cstddef>

namespace aksis::http {

struct Limits {
  size_t header_bytes = 16 * 1024;
  std::chrono::milliseconds header_time{10'000};  // whole header, from its first byte
  size_t body_bytes = 1024 * 1024;                // JSON bodies; uploads have their own
  size_t body_bytes_per_second = 1024;            // slower clients are cut after `body_grace`
  std::chrono::milliseconds body_grace{5'000};
  std::chrono::milliseconds write_time{30'000};  // a client that does not read its answer
  std::chrono::milliseconds keep_alive{30'000};
  std::chrono::milliseconds tls_handshake{10'000};
  std::chrono::milliseconds drain{10'000};
  std::chrono::milliseconds heartbeat{15'000};  // of event streams
  size_t connections = 4096;
  size_t connections_per_address = 100;
  size_t connections_reserved = 32;             // beyond both, for /livez and /readyz only
  std::chrono::milliseconds probe_time{2'000};  // handshake, head: of a reserved one, each
  size_t requests_queued = 256;                 // waiting for a worker; beyond, 503
  size_t workers = 64;                          // threads, made on demand
  double requests_per_second = 0;  // of one principal; 0: unlimited. The local one always is
  // Calls of one address to what needs no sign-in (signing in itself); bursts of twice that.
  double open_per_second = 5;
  // Refusals of one address for want of a right key, before 429 answers them; how many addresses
  // are remembered for it.
  size_t refusals_at_once = 20;
  double refusals_per_second = 0.2;
  size_t refused_addresses = 4096;
  size_t idempotency_key_bytes = 255;
  size_t user_agent_bytes = 200;  // of it kept with a session
};

}  // namespace aksis::http
