#include "app/command_line/backend.hpp"

namespace aksis::app {
namespace {

class LocalBackend final : public Backend {
 public:
  LocalBackend(const operations::Registry& registry, Language language)
      : registry_(registry), language_(language) {}

  Result<std::string> run(std::string_view id, const json::Document& input,
                          const OnProgress& on_progress,
                          const std::shared_ptr<std::atomic<bool>>& stop) override {
    const auto* operation = registry_.find(id);
    if (!operation)
      return Error{Code::not_found,
                   "There is no operation " + std::string(id) + "; its module may be missing.",
                   {}};
    json::Document copy;
    copy.CopyFrom(input, copy.GetAllocator());
    operations::Call call({"local", true, {"*"}}, std::move(copy));
    call.language = tag(language_);
    call.on_progress = on_progress;
    call.stop = stop;
    AKSIS_TRY(registry_.run(*operation, call));
    return call.take_response();
  }

 private:
  const operations::Registry& registry_;
  const Language language_;
};

}  // namespace

std::unique_ptr<Backend> local_backend(const operations::Registry& registry, Language language) {
  return std::make_unique<LocalBackend>(registry, language);
}

}  // namespace aksis::app
