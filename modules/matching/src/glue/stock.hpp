// The open offers of one source, beside what a file that is its whole stock holds: what is not in
// it any more is closed. One import, one thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "state.hpp"

namespace aksis::matching {

class Stock {
 public:
  Stock(State& state, std::string source) : state_(state), source_(std::move(source)) {}

  // Before the first offer of the file is written: how many are open now.
  Status count_open();

  // An offer of the file, also one that is refused: it is not gone. "": one whose id nobody can
  // read.
  void saw(std::string_view id);

  // After the last, of a file that has only been looked through: refuses one that would close more
  // than half. Once it is written its new offers would count among those that are open.
  Status check_share(const Request& request);

  // After the last. Closes what is open and was not seen; the number closed. Refuses to close after
  // a file with offers nobody can tell apart, unless `force`.
  Result<int64_t> close_gone(Request& request, bool force);

 private:
  Result<std::vector<OfferKey>> gone();
  Status close(std::span<const OfferKey> keys);

  State& state_;
  const std::string source_;
  std::vector<uint64_t> seen_;  // hashes of ids; eight bytes each, for files of millions
  int64_t open_ = 0, unreadable_ = 0;
};

}  // namespace aksis::matching
