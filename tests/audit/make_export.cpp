// audit_export FOLDER: a log with checkpoints and a purge, made through the operations; writes
// export.ndjson, proofs.json and key (the verifier's) into FOLDER.
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "audit/operations.hpp"
#include "events/outbox.hpp"

namespace {

using namespace aksis;
using namespace aksis::audit;

template <typename T>
T required(Result<T> result) {
  if (!result.ok()) {
    std::fprintf(stderr, "audit_export: %s\n", result.error().message.c_str());
    std::exit(1);
  }
  if constexpr (!std::is_void_v<T>) return std::move(result).value();
}

class FixedClock final : public Clock {
 public:
  Micros now() const override { return at; }
  Micros at = 1'790'000'000 * kSecond;
};

class World {
 public:
  explicit World(const std::string& folder)
      : database_(required(storage::Database::open({.path = folder + "/aksis.db"}))),
        key_(required(SigningKey::open(folder + "/signing", "agence.example/audit"))),
        checkpointer_(*database_, key_, clock) {
    required(storage::migrate(*database_, "core.events", events::migrations()));
    required(storage::migrate(*database_, "core.audit", migrations()));
    required(add_operations(registry_, {*database_, clock, key_, checkpointer_}));
  }
  void fill(int count) {
    required(database_->write([&](storage::Transaction& tx) -> Status {
      for (int i = 0; i < count; ++i) {
        Entry one;
        one.at = clock.at + ++made_ * kSecond;
        one.kind = i % 3 ? "read" : "change";
        one.actor = "account:" + std::to_string(i % 5);
        one.operation = "people.read";
        one.module = "core";
        one.person = "personne-" + std::to_string(i % 7);
        one.relation = "referent";
        one.reason = i % 4 ? "" : "Entretien \"Été\", 2:7,\n";
        one.details = i % 3 ? "" : std::string("\x00\xFF sealed", 9);
        AKSIS_TRY(append(tx, one));
      }
      return {};
    }));
  }
  std::string call(const std::string& operation, const std::string& input) {
    operations::Call call({"local", true, {"*"}}, required(json::parse(input)));
    required(registry_.run(*registry_.find(operation), call));
    return call.response();
  }
  std::string verifier() const { return key_.verifier(); }
  FixedClock clock;

 private:
  std::unique_ptr<storage::Database> database_;
  SigningKey key_;
  Checkpointer checkpointer_;
  operations::Registry registry_{clock};
  int made_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  const std::string folder = argv[1];
  World world(folder);
  for (const int count : {270, 1, 330}) {
    world.fill(count);
    world.call("audit.checkpoint", "{}");
  }
  world.call("audit.hold", R"({"reason":"Procédure","first":20,"last":29})");
  world.clock.at += 1096 * kDay + 100 * kSecond;  // the first hundred are past their time
  world.call("audit.purge", "{}");
  world.fill(90);
  world.call("audit.checkpoint", "{}");
  world.fill(7);
  world.call("audit.export", R"({"path":")" + folder + R"(/export.ndjson"})");
  std::string proofs = "[";
  for (const auto* input :
       {R"({"index":0})", R"({"index":25})", R"({"index":255})", R"({"index":600})",
        R"({"index":691,"size":692})", R"({"index":0,"size":1})", R"({"from":1})",
        R"({"from":256})", R"({"from":270})", R"({"from":271,"size":601})", R"({"from":692})",
        R"({"from":300,"size":699})"})
    proofs += (proofs == "[" ? "" : ",\n") + world.call("audit.proof", input);
  std::ofstream(folder + "/proofs.json") << proofs << "]\n";
  std::ofstream(folder + "/key") << world.verifier() << '\n';
}
