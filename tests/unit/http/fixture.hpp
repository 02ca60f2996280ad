// A server with a few operations on a free port, and raw connections to it. One test at a time.
#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "http/client.hpp"
#include "http/server.hpp"

namespace aksis::http::test {

inline constexpr const char* kKey = "test-key";
inline constexpr const char* kSession = "test-session";

// Opens once; whoever waits before goes on then.
class Gate {
 public:
  void open();
  bool wait();  // false: not opened within 10 s

 private:
  std::mutex mutex_;
  std::condition_variable opened_;
  bool is_open_ = false;
};

// Whether `condition` became true within 10 s.
bool eventually(const std::function<bool()>& condition);

// Keeps answers in memory, as the application keeps them in storage.
class MemoryIdempotency final : public IdempotencyStore {
 public:
  Result<Claim> claim(const IdempotencyKey& key, std::string_view body_hash) override;
  Status finish(const IdempotencyKey& key, const StoredAnswer& answer) override;
  void release(const IdempotencyKey& key) override;

 private:
  struct Entry {
    std::string hash;
    bool done = false;
    StoredAnswer answer;
  };
  std::mutex mutex_;
  std::map<std::string, Entry> entries_;
};

// Operations: items.read, items.list, items.create (counts), items.change (version "v1",
// conditional), items.import (upload), slow.wait (waits at `gate`), slow.count (task with
// progress), broken.throw, session.start (open; sets a cookie).
struct Fixture {
  explicit Fixture(Options options = {});
  ~Fixture();

  Client client();
  Answer get(const std::string& target);
  Answer send(const Request& request);

  std::string folder;
  SystemClock clock;
  operations::Registry registry{clock};
  std::atomic<bool> revoked = false;  // kKey is no key any more
  std::atomic<int> created = 0, waiting = 0, stopped = 0;
  Gate gate;
  std::unique_ptr<Server> server;

 private:
  void add_items();
  void add_slow();
  void add_sign_in();
};

Request request(std::string method, std::string target, std::string body = "",
                std::vector<std::pair<std::string, std::string>> headers = {});

// Bytes in and out without any care for HTTP.
class RawConnection {
 public:
  explicit RawConnection(uint16_t port);
  RawConnection(RawConnection&& other) noexcept;
  ~RawConnection();
  void write(std::string_view bytes);
  bool has_bytes() const;                        // to be read now, or its end
  std::string read_until(std::string_view end);  // up to and with it, or what came in 10 s
  std::string read_all() { return read_until(""); }
  void close();

 private:
  int handle_;
  std::string rest_;  // received beyond the end asked for
};

}  // namespace aksis::http::test
