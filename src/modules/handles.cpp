#include "modules/handles.hpp"

#include <filesystem>

#include "modules/misbehaviour.hpp"
#include "modules/module.hpp"

namespace {
thread_local const aksis_tx* current_transaction = nullptr;
}

void aksis_tx::open(aksis::modules::Module& owner, aksis::storage::Transaction& within, bool writes,
                    const aksis::operations::Current* begun_by) {
  thread = std::this_thread::get_id();
  module = &owner;
  transaction = &within;
  writing = writes;
  call = begun_by;
  error.clear();
  current_transaction = this;
  live = true;
}

void aksis_tx::close() {
  live = false;
  transaction = nullptr;
  call = nullptr;
  key_.reset();
  current_transaction = nullptr;
}

aksis_status aksis_tx::refuse(const aksis::Error& why) {
  error = why.message;
  return static_cast<aksis_status>(why.code);
}

aksis::Result<const aksis::privacy::PersonKey*> aksis_tx::key_of(std::string_view person) {
  if (key_ && key_person_ == person) return &*key_;
  const aksis::storage::Unconfined core(*transaction);
  AKSIS_ASSIGN(key, module->around.options.keys->person_key(*transaction, person));
  key_.emplace(std::move(key));
  key_person_ = person;
  return &*key_;
}

void aksis_call::open(aksis::modules::Module& owner, aksis::operations::Call& answered) {
  module = &owner;
  call = &answered;
  input.clear();
  failure.reset();
  progressed = {};
  live = true;
}

void aksis_call::close() {
  live = false;
  call = nullptr;
  std::error_code ignored;
  for (const auto& file : temporary_files) std::filesystem::remove(file, ignored);
  temporary_files.clear();
}

namespace aksis::modules {

HandlePool<aksis_tx>& transactions() {
  static HandlePool<aksis_tx> pool;
  return pool;
}

HandlePool<aksis_call>& calls() {
  static HandlePool<aksis_call> pool;
  return pool;
}

bool in_transaction() {
  return current_transaction != nullptr;
}

aksis_tx* usable(aksis_tx* tx) {
  if (!tx) return nullptr;
  if (!tx->live) {
    if (tx->module) misbehaving(*tx->module, "used a transaction after its body had returned");
    return nullptr;
  }
  if (tx->thread != std::this_thread::get_id()) {
    misbehaving(*tx->module, "used a transaction on another thread than its body's");
    return nullptr;
  }
  return tx;
}

aksis_call* usable(aksis_call* call) {
  if (!call) return nullptr;
  if (!call->live) {
    if (call->module) misbehaving(*call->module, "used a call after its handler had returned");
    return nullptr;
  }
  return call;
}

}  // namespace aksis::modules
