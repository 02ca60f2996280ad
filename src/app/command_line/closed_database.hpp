// Stands where operations are declared without data: refuses everything. Any thread.
#pragma once

#include "storage/database.hpp"

namespace aksis::app {

class ClosedDatabase final : public storage::Database {
 public:
  Status read(const storage::Body&, const storage::Confinement*) override { return closed(); }
  Status write(const storage::Body&, const storage::Confinement*, bool) override {
    return closed();
  }
  Status backup_to(const std::string&, const std::function<bool(int, int)>&) override {
    return closed();
  }
  void surround_writes(std::function<storage::Around()>) override {}
  uint64_t listen(std::string, std::function<void()>) override { return 0; }
  void forget(uint64_t) override {}
  storage::Metrics metrics() const override { return {}; }

 private:
  static Error closed() { return {Code::conflict, "No database is open.", {}}; }
};

}  // namespace aksis::app
