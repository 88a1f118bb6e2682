/** The rules of the chat, in all languages, for their own page. */
import type { Language } from './language';

interface ChatRulesTexts {
  title: string;
  rules: string[];
  /** What happens to those who break them. */
  consequences: string;
  /** What others see, and for how long. */
  privacy: string;
  /** Before the contact. */
  contact: string;
  /** Without a contact. */
  noContact: string;
  back: string;
}

export const chatRulesTexts: Record<Language, ChatRulesTexts> = {
  en: {
    title: 'Chat rules',
    rules: [
      'Be kind. No insults, threats or hate.',
      'Share nothing private, about yourself or about others.',
      'No advertising, no spam, nothing sexual or illegal.',
      'Do not pretend to be a host. Real hosts have a badge beside their name.',
    ],
    consequences:
      'Hosts can remove messages, and mute people who break the rules. To report a message, tap it and choose Report.',
    privacy:
      'Your nickname and your messages are public. The chat is not stored. Reported messages are kept for a day, and what hosts do (a pinned message, a muted nickname) for 30 days.',
    contact: 'Questions or complaints:',
    noContact: 'Questions or complaints? Ask the people who run this show.',
    back: 'Go to the live show',
  },
  es: {
    title: 'Normas del chat',
    rules: [
      'Sé amable. Sin insultos, amenazas ni odio.',
      'No compartas nada privado, ni tuyo ni de otras personas.',
      'Sin publicidad, sin spam, nada sexual ni ilegal.',
      'No te hagas pasar por anfitrión. Los de verdad llevan un distintivo junto a su nombre.',
    ],
    consequences:
      'Los anfitriones pueden eliminar mensajes y silenciar a quien no respete las normas. Para denunciar un mensaje, tócalo y elige Denunciar.',
    privacy:
      'Tu apodo y tus mensajes son públicos. El chat no se guarda. Los mensajes denunciados se conservan un día, y lo que hacen los anfitriones (un mensaje fijado, un apodo silenciado), 30 días.',
    contact: 'Preguntas o quejas:',
    noContact: '¿Preguntas o quejas? Habla con quienes organizan la función.',
    back: 'Ir a la función en directo',
  },
  ar: {
    title: 'قواعد الدردشة',
    rules: [
      'كن لطيفًا. لا إهانات ولا تهديدات ولا كراهية.',
      'لا تشارك أي معلومات خاصة، عنك أو عن غيرك.',
      'لا إعلانات ولا رسائل مزعجة، ولا محتوى جنسيًا أو مخالفًا للقانون.',
      'لا تنتحل صفة المضيف. للمضيف الحقيقي شارة بجانب اسمه.',
    ],
    consequences: 'يمكن للمضيف حذف الرسائل وكتم من يخالف القواعد. للإبلاغ عن رسالة، انقرها ثم اختر «إبلاغ».',
    privacy:
      'اسمك المستعار ورسائلك ظاهرة للجميع. لا تُحفظ الدردشة. تُحفظ الرسائل المُبلّغ عنها يومًا واحدًا، وإجراءات المضيف (رسالة مثبّتة أو اسم مكتوم) 30 يومًا.',
    contact: 'للأسئلة أو الشكاوى:',
    noContact: 'لديك سؤال أو شكوى؟ تحدّث إلى منظّمي العرض.',
    back: 'إلى العرض المباشر',
  },
  ja: {
    title: 'チャットのルール',
    rules: [
      '思いやりを持って参加してください。侮辱、脅し、差別は禁止です。',
      '自分や他人の個人情報を書かないでください。',
      '宣伝、迷惑行為、性的な内容、違法な内容は禁止です。',
      'ホストになりすまさないでください。本物のホストには名前の横にバッジがあります。',
    ],
    consequences:
      'ホストはメッセージを削除したり、ルールに反する人の発言を制限したりできます。メッセージを報告するには、タップして「報告」を選んでください。',
    privacy:
      'ニックネームとメッセージは公開されます。チャットは保存されません。報告されたメッセージは1日間、ホストの操作(固定したメッセージ、発言を制限したニックネーム)は30日間保存されます。',
    contact: 'ご質問・苦情はこちら:',
    noContact: 'ご質問・苦情は、この上映の運営者にお伝えください。',
    back: 'ライブ上映へ',
  },
};
