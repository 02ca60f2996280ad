// Reads one request out of bytes, without a socket: the connection feeds it, so does the fuzzer.
// One thread at a time.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "aksis/cpp/result.hpp"
#include "http/head.hpp"

namespace aksis::http {

class RequestReader {
 public:
  RequestReader(Head& head, size_t header_bytes_max);
  ~RequestReader();

  // Takes the head from the front of `bytes`: how many bytes it took, 0 when it is not whole yet.
  // Refuses what two parsers could read differently (request smuggling): both lengths, two lengths,
  // folded lines, bare CR or LF, a transfer coding other than chunked, a target for another host,
  // and any other field given twice that says one thing (Authorization, If-Match …).
  Result<size_t> read_head(std::string_view bytes);

  // Takes body bytes from the front of `bytes` and appends the content to `body`: how many bytes it
  // took. Code::too_large beyond `body_max` bytes of content in all.
  Result<size_t> read_body(std::string_view bytes, std::string& body, uint64_t body_max);

  bool done() const;  // the whole request was taken

 private:
  class Parser;
  Head& head_;
  const size_t header_bytes_max_;
  size_t searched_ = 0;  // bytes known to hold no end of the head
  uint64_t body_bytes_ = 0;
  std::unique_ptr<Parser> parser_;
};

}  // namespace aksis::http
