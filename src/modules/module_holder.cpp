#include "modules/module_holder.hpp"

#include <fmt/format.h>

#include "modules/handles.hpp"
#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"
#include "modules/services.hpp"

namespace aksis::modules {
namespace {

using storage::Transaction;

constexpr std::string_view kShow = "the function that shows what it holds of a person";
constexpr std::string_view kErase = "the function that erases a person";

// While it lives, statements of `tx` are the module's.
class Confined {
 public:
  Confined(Transaction& tx, const storage::Confinement& to) : tx_(tx), before_(tx.confine(&to)) {}
  ~Confined() { tx_.confine(before_); }
  Confined(const Confined&) = delete;
  Confined& operator=(const Confined&) = delete;

 private:
  Transaction& tx_;
  const storage::Confinement* before_;
};

// What is held by a module that does not run could be neither shown nor erased.
Status check_running(const Module& module) {
  if (module.phase == Phase::started) return {};
  return Error{Code::busy, fmt::format("the module {} does not run", module.manifest.id), {}};
}

struct Given {
  std::string text;
  static void sink(void* user, aksis_str text) {
    contained([&] {
      static_cast<Given*>(user)->text.append(view(text));
      return AKSIS_OK;
    });
  }
};

Status show(Module& module, Transaction& tx, std::string_view person, json::Writer& out) {
  AKSIS_TRY(check_running(module));
  Given given;
  {
    const Confined own(tx, module.confinement);
    // The host asks: whoever called it came to the record already.
    Lent<aksis_tx> handle(transactions(), module, tx, false, nullptr);
    const auto status = enter(module, kShow, [&] {
      return module.holder.show(&*handle, borrow(person), &Given::sink, &given, module.holder.user);
    });
    AKSIS_TRY(answered(module, kShow, status, handle->error));
  }
  if (given.text.empty()) given.text = "{}";
  if (const auto value = json::parse(given.text); !value.ok()) {
    misbehaving(module, "showed what it holds of a person as something that is no JSON");
    return internal(fmt::format("the module {} could not show its part; the log has the detail",
                                module.manifest.id));
  }
  out.raw(given.text);
  return {};
}

Status erase(Module& module, Transaction& tx, std::string_view person) {
  AKSIS_TRY(check_running(module));
  const Confined own(tx, module.confinement);
  Lent<aksis_tx> handle(transactions(), module, tx, true, nullptr);
  const auto status = enter(module, kErase, [&] {
    return module.holder.erase(&*handle, borrow(person), module.holder.user);
  });
  return answered(module, kErase, status, handle->error);
}

}  // namespace

privacy::Holder holder_of(Module& module) {
  privacy::Holder out{module.manifest.id, module.manifest.title.fr};
  out.show = [&module](Transaction& tx, std::string_view person, json::Writer& writer) {
    return show(module, tx, person, writer);
  };
  out.erase = [&module](Transaction& tx, std::string_view person) {
    return erase(module, tx, person);
  };
  out.sealed = module.manifest.sealed;
  return out;
}

}  // namespace aksis::modules
