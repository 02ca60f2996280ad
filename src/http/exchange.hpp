// One request on its way from head to reply. Handed from thread to thread, used by one at a time;
// `stop` and `progress` apart, which any thread may use.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "http/head.hpp"
#include "http/reply.hpp"
#include "operations/operation.hpp"

namespace aksis::http {

// A file that goes when its owner does.
class UploadFile {
 public:
  static Result<UploadFile> create(const std::string& folder);
  UploadFile(UploadFile&& other) noexcept;
  UploadFile& operator=(UploadFile&& other) noexcept;
  ~UploadFile();

  Status append(std::string_view bytes);
  const std::string& path() const { return path_; }

 private:
  UploadFile(std::string path, int handle) : path_(std::move(path)), handle_(handle) {}
  std::string path_;
  int handle_ = -1;
};

// The latest progress of a task, taken by the connection when it has time to send it.
class Progress {
 public:
  void set(int64_t done, int64_t total, std::string_view message);
  std::optional<std::string> take();  // as a JSON line, when there is something new

 private:
  std::mutex mutex_;
  bool fresh_ = false;
  int64_t done_ = 0, total_ = 0;
  std::string message_;
};

struct Exchange {
  // From the connection.
  Head head;
  std::string_view peer;
  bool local_socket = false;
  bool secure = false;  // over TLS

  // From Service::plan.
  enum class Next {
    reply,    // answered already
    execute,  // read the body, then Service::execute
    stream,   // server-sent events
  };
  Next next = Next::reply;
  std::string request_id;
  std::string language = "fr";
  std::string name;  // for metrics: an operation's id or a fixed word
  const operations::Operation* operation = nullptr;
  operations::Principal principal;
  bool with_cookie = false;  // the principal is known by its session cookie
  std::vector<std::pair<std::string, std::string>> path_values;
  uint64_t body_max = 0;
  bool whole_input = false;    // the body is the whole input (local socket)
  bool as_lines = false;       // NDJSON: progress, then result or problem
  bool upload_wanted = false;  // the body goes to a file

  // From the connection again: the body, in memory or in a file.
  std::string body;
  std::optional<UploadFile> upload;

  // While it runs.
  std::shared_ptr<std::atomic<bool>> stop = std::make_shared<std::atomic<bool>>(false);
  Progress progress;
  std::function<void()> on_progress;

  Reply reply;
  std::chrono::steady_clock::time_point began;
};

}  // namespace aksis::http
